"""The index of words, which each database keeps in its own way; and Wagtail's samples are taken away."""

from django.db import migrations

FTS = [
    """CREATE VIRTUAL TABLE portal_words USING fts5(
        marks, title, text, content='portal_findable', content_rowid='page_id', prefix='2 3')""",
    """CREATE TRIGGER portal_words_new AFTER INSERT ON portal_findable BEGIN
        INSERT INTO portal_words(rowid, marks, title, text) VALUES (new.page_id, new.marks, new.title, new.text); END""",
    """CREATE TRIGGER portal_words_gone AFTER DELETE ON portal_findable BEGIN
        INSERT INTO portal_words(portal_words, rowid, marks, title, text)
        VALUES ('delete', old.page_id, old.marks, old.title, old.text); END""",
    """CREATE TRIGGER portal_words_changed AFTER UPDATE ON portal_findable BEGIN
        INSERT INTO portal_words(portal_words, rowid, marks, title, text)
        VALUES ('delete', old.page_id, old.marks, old.title, old.text);
        INSERT INTO portal_words(rowid, marks, title, text) VALUES (new.page_id, new.marks, new.title, new.text); END""",
]
VECTOR = [
    """ALTER TABLE portal_findable ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', text), 'B')
        || setweight(to_tsvector('simple', marks), 'C')) STORED""",
    "CREATE INDEX portal_words ON portal_findable USING gin (words)",
]
SAMPLES = ("Moderators", "Editors")


def make(apps, editor):
    for line in FTS if editor.connection.vendor == "sqlite" else VECTOR:
        editor.execute(line)


def drop(apps, editor):
    if editor.connection.vendor == "sqlite":
        for name in ("new", "gone", "changed"):
            editor.execute(f"DROP TRIGGER portal_words_{name}")
        editor.execute("DROP TABLE portal_words")
    else:
        editor.execute("ALTER TABLE portal_findable DROP COLUMN words")


def clear(apps, editor):
    """The welcome page and its site, the groups and the workflow that Wagtail brings as samples."""
    apps.get_model("wagtailcore", "Site").objects.filter(hostname="localhost", site_name="").delete()
    page = apps.get_model("wagtailcore", "Page")
    page.objects.filter(depth=2, slug="home", url_path="/home/").delete()
    page.objects.filter(depth=1).update(numchild=0)
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "WorkflowTask").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(name__in=SAMPLES).delete()


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(clear, migrations.RunPython.noop),
    ]
