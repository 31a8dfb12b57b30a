"""What PostgreSQL itself would write down of an answer, beside its token, while a survey is in the field.

`docs/operate/privacy.md` says why. SQLite keeps no log.
"""

from collections.abc import Iterator, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from paroffice.surveys.models import State, Survey

HARMLESS = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_min_error_statement": ("panic",),
    "debug_print_parse": ("off",),
    "debug_print_rewritten": ("off",),
    "debug_print_plan": ("off",),
    "auto_explain.log_min_duration": ("-1",),
    "pgaudit.log": ("none", ""),
    "pgaudit.role": ("",),
    "archive_mode": ("off",),
}
"""The values with which no statement and no order of writing leaves the database; the first is the one to set.

A setting that is not there belongs to an extension that is not loaded. `pg_stat_statements` keeps no values.
"""


def settings_of_database() -> dict[str, str]:
    """As they hold for a connection of the office; none where it is not PostgreSQL."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(HARMLESS)])
        return dict(cursor.fetchall())


def writings(settings: Mapping[str, str]) -> Iterator[str]:
    """Each setting that would write answers down, with the remedy."""
    for name, setting in sorted(settings.items()):
        if setting not in HARMLESS[name]:
            said = {"name": name, "setting": setting, "remedy": HARMLESS[name][0] or "''"}
            yield (
                _("%(name)s = %(setting)s: PostgreSQL ghi lại câu trả lời bên cạnh mã thẻ; hãy đặt %(remedy)s.")
                % said
            )


def logged_in_the_field() -> list[str]:
    """Nothing while no survey takes answers."""
    if not Survey.objects.filter(state=State.FIELD).exists():
        return []
    return list(writings(settings_of_database()))
