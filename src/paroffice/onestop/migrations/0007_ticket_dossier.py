import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onestop', '0006_outside'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='dossier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='onestop.dossier'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('dossier__isnull', True), ('called_at__isnull', False), _connector='OR'), name='ticket_served_once_called'),
        ),
    ]
