"""``python -m support.few_files FILES WANTED``: how many connections so few files bear."""

import resource
import sys

from zuiqing_desk.channels.open_files import connections_borne

if __name__ == "__main__":
    files, wanted = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    sys.stdout.write(f"{connections_borne(wanted)}\n")
