"""Service directories in the Open Referral HSDS format, apart from everything personal."""

from survivor_portal.directory.problems import MessageId, Problem, Severity, UnreadableDirectory
from survivor_portal.directory.reading import Reading, read_directory
from survivor_portal.directory.records import Directory

__all__ = [
    "Directory",
    "MessageId",
    "Problem",
    "Reading",
    "Severity",
    "UnreadableDirectory",
    "read_directory",
]
