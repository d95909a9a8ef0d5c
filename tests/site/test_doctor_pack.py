"""The doctor says whether the country pack can be used, before anything that needs it."""

from django.test import override_settings

from hulul.site.doctor import Finding, examine


def examined() -> list[Finding]:
    """What is looked at before the database: the key, then the pack."""
    findings = examine()
    return [next(findings), next(findings)]


def test_a_pack_that_can_be_used_is_named() -> None:
    pack = examined()[1]
    assert (pack.check, pack.healthy, pack.detail) == ("country pack", True, "Lumara (demo)")


@override_settings(HULUL_PACK="atlantis")
def test_a_pack_that_is_not_there_ends_the_examination() -> None:
    findings = list(examine())
    assert [finding.check for finding in findings] == ["secret key", "country pack"]
    assert not findings[1].healthy
    assert "“atlantis”" in findings[1].detail
    assert "HULUL_PACK" in findings[1].advice
