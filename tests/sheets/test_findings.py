"""Findings are kept by the column and shown one by one."""

import pickle

import numpy as np
import pytest

from hulul.sheets.findings import Finding, FindingKind, Findings, Severity

KINDS = {
    "told": FindingKind(Severity.INFO, "Told", "%(count)s things were told.", "Nothing."),
    "wrong": FindingKind(Severity.ERROR, "Wrong", "It is wrong.", "Mend it."),
}


def test_one_finding_carries_its_severity_and_its_particulars():
    findings = Findings(KINDS)
    findings.add("told", row=3, column="households", value=7, count=2)
    assert list(findings) == [Finding("told", Severity.INFO, 3, "households", "7", {"count": 2})]
    assert findings.explain(findings[0]) == "2 things were told."


def test_a_whole_column_of_rows_is_added_at_once_and_listed_one_by_one():
    findings = Findings(KINDS)
    findings.add_rows("wrong", np.array([2, 5]), column="lat", values=["x", "y"])
    assert [(f.row, f.value) for f in findings] == [(2, "x"), (5, "y")]
    assert len(findings) == 2
    assert findings[-1].row == 5


def test_rows_without_values_have_empty_values():
    findings = Findings(KINDS)
    findings.add_rows("wrong", [4])
    assert findings[0].value == ""


def test_no_rows_make_no_finding():
    findings = Findings(KINDS)
    findings.add_rows("wrong", [])
    assert not findings
    assert findings.counts() == {}


def test_findings_are_counted_by_code_and_by_severity():
    findings = Findings(KINDS)
    findings.add("told", count=1)
    findings.add_rows("wrong", [1, 2, 3])
    assert findings.counts() == {"told": 1, "wrong": 3}
    assert findings.count(Severity.ERROR) == 3
    assert findings.count("told") == 1


def test_only_errors_refuse():
    findings = Findings(KINDS)
    findings.add("told", count=1)
    assert not findings.refused
    findings.add("wrong")
    assert findings.refused


def test_findings_of_two_tables_of_kinds_join():
    findings, others = Findings({"told": KINDS["told"]}), Findings({"wrong": KINDS["wrong"]})
    others.add("wrong", row=1)
    findings.extend(others)
    assert findings.kind("wrong") is KINDS["wrong"]
    assert findings.refused


def test_findings_can_be_sent_to_another_process():
    findings = Findings(KINDS)
    findings.add_rows("wrong", [4], values=np.array(["x"]))
    assert pickle.loads(pickle.dumps(findings))[0] == findings[0]  # noqa: S301 - our own bytes


def test_an_unknown_code_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError):
        Findings(KINDS).add("no_such_code")


def test_a_slice_is_a_list_and_positions_beyond_the_end_are_refused():
    findings = Findings(KINDS)
    findings.add_rows("wrong", [1, 2, 3])
    assert [f.row for f in findings[1:]] == [2, 3]
    with pytest.raises(IndexError):
        findings[3]
