"""The entry point of servers and of the ``flask`` command."""

import sys

from appraisal import create_app
from appraisal.domain.errors import ConfigurationRefused

try:
    app = create_app()
except ConfigurationRefused as refusal:
    sys.exit(str(refusal))
