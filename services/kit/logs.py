"""Log lines: one JSON object each on standard output, without the values of a failing function's variables."""

import sys
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

STEPS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # its default shows every local variable: tokens, forms and people's names would be in the log
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
]
AS_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def log_as_json(name: str) -> None:
    """Let structlog write so, each line of every thread marked with the process's name."""

    def named(_logger: Any, _method: str, line: Any) -> Any:
        return {"service": name, **line}

    structlog.configure(processors=[named, *STEPS, AS_JSON], logger_factory=structlog.PrintLoggerFactory(sys.stdout))


def dict_config(*loggers: str) -> dict[str, Any]:
    """What makes the standard library's loggers of other packages write the same lines."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": STEPS,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, AS_JSON],
    }
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"lines": handler},
        "loggers": {name: {"handlers": ["lines"], "level": "INFO", "propagate": False} for name in loggers},
    }
