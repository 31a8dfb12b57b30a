"""A letter says who wrote and numbered it: until now always the unit that received the dossier."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def written_by_their_dossiers_unit(apps, schema_editor):
    letters, dossiers = apps.get_model("onestop", "Letter"), apps.get_model("onestop", "Dossier")
    own = dossiers.objects.filter(pk=OuterRef("dossier_id")).values("unit_id")
    letters.objects.update(unit_id=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("onestop", "0009_line_by_line"), ("people", "0002_accounts_through_time")]
    operations = [
        migrations.AddField(
            model_name="letter",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.RunPython(written_by_their_dossiers_unit, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="letter",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=["unit", "year", "number"], name="letter_numbered_once"),
        ),
    ]
