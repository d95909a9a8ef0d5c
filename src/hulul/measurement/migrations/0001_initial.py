import uuid

import django.db.models.deletion
from django.db import migrations, models

import hulul.kernel.tiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_sent_letters"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Framework",
            fields=[
                ("code", models.CharField(max_length=80, primary_key=True, serialize=False)),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="FrameworkVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("text", models.TextField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("title", models.JSONField(default=dict)),
                ("unit", models.CharField(max_length=16)),
                ("status", models.CharField(max_length=16)),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "PUBLIC"), (1, "RESTRICTED"), (2, "CONFIDENTIAL"), (3, "STRICTLY_CONFIDENTIAL")],
                        default=hulul.kernel.tiers.Tier["PUBLIC"],
                    ),
                ),
                ("loaded_by", models.CharField(max_length=200)),
                ("loaded_by_id", models.BigIntegerField(null=True)),
                ("loaded_at", models.DateTimeField()),
                ("activated_by", models.CharField(blank=True, max_length=200)),
                ("activated_by_id", models.BigIntegerField(null=True)),
                ("activated_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="measurement.framework"
                    ),
                ),
            ],
            options={
                "ordering": ("framework", "-loaded_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField(db_index=True)),
                ("concern", models.CharField(max_length=80)),
                (
                    "rating",
                    models.CharField(choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")], max_length=8),
                ),
                ("evidence", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("reviewed", "Reviewed"), ("published", "Published")],
                        db_index=True,
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("author", models.CharField(max_length=200)),
                ("author_id", models.BigIntegerField(null=True)),
                ("written_at", models.DateTimeField()),
                ("reviewer", models.CharField(blank=True, max_length=200)),
                ("reviewer_id", models.BigIntegerField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("statement", models.TextField(blank=True)),
                ("published_by", models.CharField(blank=True, max_length=200)),
                ("published_by_id", models.BigIntegerField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="measurement.framework",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "ordering": ("-date", "place", "concern"),
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("code", models.CharField(max_length=140, primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=40)),
                ("date", models.DateField(db_index=True)),
                (
                    "framework",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="measurement.framework",
                    ),
                ),
            ],
            options={
                "ordering": ("-date", "code"),
            },
        ),
        migrations.CreateModel(
            name="SurveyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("superseded", "Superseded"), ("withdrawn", "Withdrawn")],
                        default="accepted",
                        max_length=16,
                    ),
                ),
                ("answers_file", models.CharField(max_length=200)),
                ("findings_file", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("contents", models.CharField(db_index=True, max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("places", models.PositiveIntegerField()),
                ("findings", models.JSONField(default=dict)),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "PUBLIC"), (1, "RESTRICTED"), (2, "CONFIDENTIAL"), (3, "STRICTLY_CONFIDENTIAL")],
                        default=hulul.kernel.tiers.Tier["PUBLIC"],
                    ),
                ),
                ("accepted_by", models.CharField(max_length=200)),
                ("accepted_by_id", models.BigIntegerField(null=True)),
                ("accepted_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="measurement.survey"
                    ),
                ),
            ],
            options={
                "ordering": ("survey", "-number"),
            },
        ),
        migrations.CreateModel(
            name="SurveyImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("batch", models.UUIDField(db_index=True, default=uuid.uuid4)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("needs_answers", "Needs Answers"),
                            ("checked", "Checked"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("failed", "Failed"),
                        ],
                        db_index=True,
                        default="uploaded",
                        max_length=16,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_survey", "New Survey"),
                            ("new_version", "New Version"),
                            ("same_file", "Same File"),
                            ("same_contents", "Same Contents"),
                        ],
                        max_length=16,
                    ),
                ),
                ("stored", models.CharField(max_length=200)),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("answers", models.JSONField(default=dict)),
                ("summary", models.JSONField(default=dict)),
                ("findings_file", models.CharField(blank=True, max_length=200)),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("message", models.CharField(blank=True, max_length=1000)),
                ("user_id", models.BigIntegerField(db_index=True, null=True)),
                ("user_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.job"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="measurement.surveyversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "file_name"),
            },
        ),
        migrations.CreateModel(
            name="Build",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("assessment", models.CharField(db_index=True, max_length=120)),
                ("date", models.DateField(db_index=True)),
                ("seed", models.PositiveBigIntegerField()),
                ("code_version", models.CharField(blank=True, max_length=80)),
                ("inputs", models.JSONField(default=dict)),
                ("parameters", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                        default="running",
                        max_length=16,
                    ),
                ),
                ("stands", models.BooleanField(default=False)),
                ("files", models.JSONField(default=dict)),
                ("log", models.JSONField(default=list)),
                ("diagnostics", models.JSONField(default=dict)),
                ("user_id", models.BigIntegerField(null=True)),
                ("user_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("message", models.CharField(blank=True, max_length=1000)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.job"
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="measurement.build"
                    ),
                ),
                (
                    "framework_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="builds",
                        to="measurement.frameworkversion",
                    ),
                ),
                (
                    "survey_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="builds",
                        to="measurement.surveyversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-date", "assessment", "-created_at"),
            },
        ),
        migrations.AddConstraint(
            model_name="frameworkversion",
            constraint=models.UniqueConstraint(fields=("framework", "version"), name="framework_version_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("framework",), name="framework_one_active_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("activated_at__isnull", False), _connector="OR"),
                name="framework_version_activated_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "retired"), _negated=True), ("retired_at__isnull", False), _connector="OR"
                ),
                name="framework_version_retired_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(fields=("framework", "date", "place", "concern"), name="judgement_once"),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(models.Q(("reviewer", ""), _negated=True), ("reviewed_at__isnull", False)),
                    _connector="OR",
                ),
                name="judgement_reviewed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(models.Q(("statement", ""), _negated=True), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="judgement_published_with_a_statement",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                fields=("source", "framework", "date"), name="survey_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyversion",
            constraint=models.UniqueConstraint(fields=("survey", "number"), name="survey_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "accepted")), fields=("survey",), name="survey_version_one_accepted"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="survey_version_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="survey_version_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True), ("version__isnull", False), _connector="OR"
                ),
                name="survey_import_accepted_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="build",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands", True)), fields=("assessment",), name="build_one_stands_per_assessment"
            ),
        ),
        migrations.AddConstraint(
            model_name="build",
            constraint=models.CheckConstraint(
                condition=models.Q(("stands", False), ("state", "done"), _connector="OR"),
                name="build_that_stands_is_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="build",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "running"), ("finished_at__isnull", False), _connector="OR"),
                name="build_finished_when",
            ),
        ),
    ]
