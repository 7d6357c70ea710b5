"""gunicorn's settings: one process with many threads, patient with idle phones, silent about visitors."""

import faulthandler
import resource

worker_class = "appraisal.patience.PatientWorker"  # threads that no slow phone can hold
workers = 1  # SQLite has one writer; APPRAISAL_PROCESSES is for PostgreSQL, with the counts in Redis
threads = 32
worker_connections = 2000  # phones of a full hall stay connected without holding a thread
backlog = 2048
keepalive = 75  # seconds; a voter reads for a minute, and a new connection is slow on hall Wi-Fi
timeout = 30
graceful_timeout = 30
accesslog = None  # an access log would tie phones to moments of voting
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # nothing is steered from outside

# Every ballot is in memory in the clear for a moment: no image of it may reach a disk.
faulthandler.disable()
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
