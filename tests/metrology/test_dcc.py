"""Digital certificates: PTB's own rules find nothing but notes in ours."""

from functools import cache
from typing import Any

import pytest
from dcclib.validation import SchematronValidator
from lxml import etree

from services.metrology.rules.dcc import DCC, SI, written
from tests.metrology.certificates import certificate, line

NAMES = {"dcc": DCC, "si": SI}


@cache
def validator() -> Any:
    return SchematronValidator.for_dcc()


def found(document: bytes, path: str) -> list[str]:
    return [str(text) for text in etree.fromstring(document).xpath(path, namespaces=NAMES)]


def roles(document: bytes) -> set[str]:
    told = validator().validate_str(document.decode())
    return {str(one.role) for one in (*told.failed_assertions, *told.successful_reports)}


@pytest.mark.parametrize("replaces", ["", "甬衡校字〔2025〕第 00009 号"])
def test_the_schematron_of_the_field_has_nothing_but_notes(replaces: str) -> None:
    assert roles(written(certificate(replaces=replaces))) <= {"information"}


def test_the_schematron_does_find_what_is_wrong() -> None:
    wrong = written(certificate()).decode().replace("<dcc:release>v0.1.0", "<dcc:release>none")
    assert "error" in roles(wrong.encode())


def test_the_numbers_are_those_of_the_sample() -> None:
    document = written(certificate())
    errors = "//dcc:quantity[@refType='basic_measurementError']//si:valueXMLList/text()"
    assert found(document, errors) == ["0.072 0.089 0.107 -0.009 -0.084"]
    assert found(document, "//dcc:conformityXMLList/text()") == ["pass pass pass pass pass"]
    assert found(document, "//si:valueExpandedMUXMLList/text()") == [" ".join(["0.061"] * 5)]
    assert set(found(document, "//si:unitXMLList/text()")) == {r"\kelvin"}
    assert found(document, "//dcc:influenceCondition//si:unit/text()") == [r"\degreecelsius", r"\percent"]


def test_a_replaced_certificate_is_named() -> None:
    document = written(certificate(replaces="旧 1"))
    assert found(document, "//dcc:replacedUniqueIdentifier/text()") == ["旧 1"]


def test_a_thousand_points_are_one_list() -> None:
    lines = tuple(line(f"{n}.5", f"{n}.51", "0.2") for n in range(1000))
    document = written(certificate(lines))
    assert (
        len(found(document, "//dcc:quantity[@refType='basic_referenceValue']//si:valueXMLList/text()")[0].split())
        == 1000
    )
