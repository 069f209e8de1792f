"""A briefing that people read: HTML without a network, and PDF."""

from tacitus.publish.report.briefing import write_report

__all__ = ["write_report"]
