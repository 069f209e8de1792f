"""Redaction: what may leave the house, by a profile that a person reads and signs off.

`redact(rows, profile, key=...)` is the way for everything that goes out; `Redactor` counts what it removes.
"""

from tacitus.publish.redact.key import pseudonym_key
from tacitus.publish.redact.profile import BUILT_IN, Profile, ProfileError, load_profile
from tacitus.publish.redact.redactor import Redactor, redact

__all__ = ["BUILT_IN", "Profile", "ProfileError", "Redactor", "load_profile", "pseudonym_key", "redact"]
