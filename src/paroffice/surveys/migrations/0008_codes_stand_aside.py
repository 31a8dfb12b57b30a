"""People served are listed by a number of chance, their dossier's code aside; a preview tells its page how long it is.

Previews that wait go: they count for nothing, and one from dossiers would still list their codes as numbers.
"""

from django.db import migrations, models


def drop_previews(apps, schema_editor):
    apps.get_model("surveys", "Brought").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_cards_change_in_place")]
    operations = [
        migrations.AddField(
            model_name="brought",
            name="lines",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="brought",
            name="sample",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="listed",
            name="dossier",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="mã hồ sơ"),
        ),
        migrations.AddConstraint(
            model_name="listed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dossier", ""), _negated=True),
                fields=("survey", "dossier"),
                name="listed_once_for_a_dossier",
            ),
        ),
        migrations.RunPython(drop_previews, migrations.RunPython.noop),
    ]
