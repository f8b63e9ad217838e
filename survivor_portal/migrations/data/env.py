"""The environment of the data database's history."""

from survivor_portal.migrations.running import run
from survivor_portal.models import Base

run(Base.metadata)
