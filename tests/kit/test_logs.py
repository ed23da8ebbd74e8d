"""Log lines."""

import json
import logging
import logging.config

import pytest
import structlog

from services.kit.logs import dict_config, log_as_json


@pytest.fixture(autouse=True)
def _afterwards() -> object:
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_json_and_shows_no_variables(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json("gateway")
    token = "secret-token"  # noqa: S105 - what must not be logged
    try:
        raise ValueError(len(token))
    except ValueError:
        structlog.get_logger().exception("failed", trace="t")
    text = capsys.readouterr().out
    line = json.loads(text)
    assert (line["event"], line["service"], line["trace"]) == ("failed", "gateway", "t")
    assert line["exception"][0]["exc_type"] == "ValueError"
    assert "secret" not in text


def test_other_packages_write_the_same_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json("gateway")
    logging.config.dictConfig(dict_config("other"))
    logging.getLogger("other").info("Listening at %s", "127.0.0.1")
    assert json.loads(capsys.readouterr().out)["event"] == "Listening at 127.0.0.1"
