"""What the pages and the API work with: one record, its index, its people, and what is being coded."""

from __future__ import annotations

import getpass
from pathlib import Path

from tacitus.review.accounts import Account, Accounts
from tacitus.review.audit import AuditLog
from tacitus.review.decisions import Judging
from tacitus.review.drafts import Drafts
from tacitus.review.restrictions import Restrictions
from tacitus.review.rounds import Rounds
from tacitus.run import PipelineRecipe
from tacitus.serve.index.keeper import IndexKeeper
from tacitus.serve.jobs import Jobs
from tacitus.serve.linking import BackgroundLinking
from tacitus.serve.lookup import Lookup
from tacitus.serve.presence import Presence
from tacitus.serve.reading.actors import ActorsKeeper
from tacitus.serve.security.limits import RateLimits
from tacitus.serve.settings import Settings
from tacitus.store import Record
from tacitus.store.opening import open_engine, place_of


class Workbench:
    """Everything that is shared between requests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = open_engine(settings.target, create=True, read_only=False, busy_timeout=settings.busy_timeout)
        self.where = place_of(settings.target)
        self.record = Record(self.engine, self.where)
        self.index = IndexKeeper(self.engine)
        self.accounts = Accounts(self.engine, self.where)
        self.audit = AuditLog(self.engine, self.where)
        self.drafts = Drafts(self.engine, self.where)
        self.restrictions = Restrictions(self.engine, self.where)
        self.rounds = Rounds(self.engine, self.where, self.record)
        self.presence = Presence()
        self.limits = RateLimits()
        self.judging = Judging(self.record, self.audit)
        self.lookup = Lookup(self.engine, settings)
        self.linking = BackgroundLinking(self)
        self.actors = ActorsKeeper(self.engine, self.record)
        self.jobs = Jobs(self, PipelineRecipe(packs=settings.packs, codebook=settings.codebook))

    @property
    def name(self) -> str:
        """What the record is called on its pages."""
        return Path(self.where).stem if "://" not in self.where else self.where.rsplit("/", 1)[-1]

    def local_person(self) -> Account | None:
        """Return who works here without signing in: whoever sits at this machine, until there are accounts."""
        if not self.settings.loopback or self.accounts.any():
            return None
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "local"
        return Account(name, "viewer" if self.settings.reading else "admin", True, {})

    def close(self) -> None:
        """Stop what is running and let go of the record."""
        self.jobs.close()
        self.linking.close()
        self.record.close()
