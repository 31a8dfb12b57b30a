"""Call-backs are drawn by a seed of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("surveys", "0003_token_constraint"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBackDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.CharField(max_length=40, verbose_name="số khởi tạo ngẫu nhiên")),
                ("count", models.PositiveIntegerField(verbose_name="số người gọi lại")),
                ("drawn_at", models.DateTimeField()),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stratum",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_back_draw",
                        to="surveys.stratum",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="call_back_draw_takes_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seed__regex", "^[0-9]{1,40}$")), name="call_back_draw_has_a_seed"
                    ),
                ],
            },
        ),
    ]
