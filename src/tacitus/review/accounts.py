"""Accounts and sessions: who may sign in to a shared workbench, and as what."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any, Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, delete, func, insert, select, update

from tacitus.errors import ReviewError
from tacitus.review.tables import accounts, sessions
from tacitus.store.failures import clear_errors
from tacitus.store.opening import READING

Role = Literal["viewer", "coder", "adjudicator", "admin"]
"""Each may do what those before it may: read; decide and code; settle and see restricted articles; manage."""

ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST_PASSWORD = 12
SESSION_HOURS = 12
"""Hours after which an unused session ends."""

_NAME = re.compile(r"[\w.@+-]{2,60}")
_HASHER = PasswordHasher()


@dataclass(frozen=True)
class Account:
    """One who may sign in."""

    name: str
    role: Role
    active: bool = True
    preferences: dict[str, Any] | None = None

    def may(self, role: Role) -> bool:
        """Tell whether the account may do what the role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """The accounts of one record and their sessions."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where
        # Checked where the name is unknown, so that the answer takes as long.
        self._decoy = _HASHER.hash(secrets.token_hex(16))

    def any(self) -> bool:
        """Tell whether there is an account at all: without one, a record on loopback is open to who sits there."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return bool(connection.execute(select(func.count()).select_from(accounts)).scalar())

    def all(self) -> list[Account]:
        """Return every account, by name."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name)).mappings()]

    def find(self, name: str) -> Account | None:
        """Return an account by its name."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).mappings().first()
        return _account(row) if row else None

    def add(self, name: str, password: str, role: Role) -> Account:
        """Make an account. Raises ReviewError where the name or the password will not do."""
        if not _NAME.fullmatch(name):
            raise ReviewError(
                "this is no name for an account", where=name, remedy="Use 2 to 60 letters, digits and . @ + - _"
            )
        if role not in ROLES:
            raise ReviewError("there is no such role", where=role, remedy=f"Use one of {', '.join(ROLES)}")
        _check_password(password, name)
        row = {"name": name, "role": role, "password": _HASHER.hash(password), "made": _now(), "active": True,
               "preferences": {}}  # fmt: skip
        if self.find(name):
            raise ReviewError("there is an account of this name", where=name, remedy="Choose another name")
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(insert(accounts).values(row))
        return Account(name, role, True, {})

    def change(
        self, name: str, *, role: Role | None = None, active: bool | None = None, password: str | None = None
    ) -> None:
        """Change an account; a new password or a shut account ends its sessions. The last admin stays one."""
        account = self.find(name)
        if account is None:
            raise ReviewError("there is no account of this name", where=name)
        admins = [other.name for other in self.all() if other.role == "admin" and other.active]
        if admins == [name] and (active is False or role not in (None, "admin")):
            raise ReviewError("this is the last admin", where=name, remedy="Make another account an admin first")
        values: dict[str, Any] = {}
        if role is not None:
            values["role"] = role
        if active is not None:
            values["active"] = active
        if password is not None:
            _check_password(password, name)
            values["password"] = _HASHER.hash(password)
        if not values:
            return
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.name == name).values(values))
            if active is False or password is not None:
                connection.execute(delete(sessions).where(sessions.c.account == name))

    def prefer(self, name: str, preferences: dict[str, Any]) -> None:
        """Keep an account's preferences."""
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.name == name).values(preferences=preferences))

    def check(self, name: str, password: str) -> Account | None:
        """Return the account where name and password fit and it is active; takes the same time where not."""
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).mappings().first()
        try:
            _HASHER.verify(row["password"] if row else self._decoy, password)
        except (VerificationError, InvalidHashError):
            return None
        return _account(row) if row and row["active"] else None

    def begin_session(self, name: str) -> str:
        """Begin a session and return its token, which only the cookie keeps."""
        token = secrets.token_urlsafe(32)
        moment = _now()
        row = {"token_sha256": _hashed(token), "account": name, "made": moment, "seen": moment}
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(
                delete(sessions).where(sessions.c.seen < moment - datetime.timedelta(hours=SESSION_HOURS))
            )
            connection.execute(insert(sessions).values(row))
        return token

    def session(self, token: str) -> Account | None:
        """Return whose session this is, where it is still running, and note that it was used."""
        key, moment = _hashed(token), _now()
        statement = (
            select(accounts, sessions.c.seen)
            .join(sessions, sessions.c.account == accounts.c.name)
            .where(sessions.c.token_sha256 == key, accounts.c.active)
        )
        with clear_errors(self._where), self._engine.connect().execution_options(**READING) as connection:
            row = connection.execute(statement).mappings().first()
        if row is None:
            return None
        idle = moment - _utc(row["seen"])
        if idle > datetime.timedelta(hours=SESSION_HOURS):
            self.end_session(token)
            return None
        if idle > datetime.timedelta(minutes=5):
            with clear_errors(self._where), self._engine.begin() as connection:
                connection.execute(update(sessions).where(sessions.c.token_sha256 == key).values(seen=moment))
        return _account(row)

    def end_session(self, token: str) -> None:
        """End a session."""
        with clear_errors(self._where), self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_sha256 == _hashed(token)))


def _check_password(password: str, name: str) -> None:
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 5 or password.casefold() == name.casefold():
        raise ReviewError(
            "this password is too easy to guess",
            where=name,
            remedy=f"Use at least {SHORTEST_PASSWORD} characters; four unrelated words do well",
        )
    if len(password) > 1000:
        raise ReviewError("this password is too long", where=name, remedy="Use at most 1000 characters")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _account(row: Any) -> Account:
    return Account(row["name"], row["role"], bool(row["active"]), dict(row["preferences"]))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
