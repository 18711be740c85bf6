"""The tables, in SQLAlchemy Core. Nothing here tells of letters: that is in the runs' folders.

Times are seconds since 1970 (UTC), so that both databases compare them alike.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

from mailing.web.store.append_only import protect

metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("folded", String(200), nullable=False, unique=True),  # names that differ by case only are one person's
    Column("roles", String(200), nullable=False),  # by blanks
    Column("password", String(300)),  # Argon2; None until it was set, and for accounts that others vouch for
    Column("secret", String(100)),  # of the codes (TOTP); None without
    Column("last_step", Integer),  # of the code used last: none is taken twice
    Column("created", Float, nullable=False),
)

invitations = Table(  # single-use links by which a password is set
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account", String(200)),  # None: for making the first administrator
    Column("expires", Float, nullable=False),
    Column("used", Float),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account", String(200), nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

attempts = Table(  # log-ins that failed, to slow those that follow
    "attempts",
    metadata,
    Column("key", String(64), primary_key=True),  # a digest of the account's name or of the address
    Column("failures", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

log = Table(  # append-only: triggers refuse changes
    "log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("account", String(200), nullable=False),
    Column("act", String(100), nullable=False),
    Column("subject", String(300), nullable=False),  # a run, a template, an account: never a person written to
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

protect(log)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("subject", String(300), nullable=False, index=True),  # "new-run:<id>", "run:<run_id>", "template:<name>"
    Column("arguments", Text, nullable=False),  # JSON
    Column("by", String(200), nullable=False),
    Column("language", String(5), nullable=False),
    Column("state", String(20), nullable=False, index=True),  # waiting, running, done, failed, cancelled
    Column("cancel", Boolean, nullable=False),  # somebody asked
    Column("attempts", Integer, nullable=False),  # how many workers have taken it up
    Column("worker", String(100)),
    Column("lease", Float),  # until when the worker has it
    Column("stage", String(200), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("result", Text),  # JSON
    Column("error", Text),  # JSON: what, where, hint, exit_code
    Column("created", Float, nullable=False),
    Column("begun", Float),
    Column("ended", Float),
    Index("jobs_by_age", "state", "created"),
)

new_runs = Table(  # runs in the making, up to their first letter
    "new_runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("by", String(200), nullable=False),
    Column("created", Float, nullable=False),
    Column("changed", Float, nullable=False),
    Column("version", Integer, nullable=False),  # a change is compare-and-swap
    Column("content", Text, nullable=False),  # JSON
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
