"""What the room does regularly: pages whose hour has come are published, those whose time is over are taken down."""

from datetime import datetime, timedelta

from django.core.management import call_command

from paroffice.jobs.regular import every


@every(timedelta(minutes=1))
def publish_scheduled(_at: datetime) -> None:
    call_command("publish_scheduled", verbosity=0)
