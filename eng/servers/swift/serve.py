"""serve.py CONF-FOLDER SERVER: runs one of Swift's servers with the configuration of its name."""

import ctypes.util
import gc
import os
import sys

# Swift finds ISA-L, which computes CRC32C and CRC64NVME, by the machine's linker cache, where an unpacked library is not.
find_library = ctypes.util.find_library
ctypes.util.find_library = lambda name: 'libisal.so.2' if name == 'isal' else find_library(name)

# Nothing must outlive a loss of power, and a part has two files or folders that would be waited for.
os.fsync = os.fdatasync = lambda descriptor: None

# A request makes some thousand objects and next to no cycles to look for.
gc.set_threshold(100_000, 50, 100)

from swift.common.utils import set_swift_dir  # noqa: E402
from swift.common.wsgi import run_wsgi  # noqa: E402

folder, server = sys.argv[1:]
set_swift_dir(folder)
sys.exit(run_wsgi(os.path.join(folder, server + '.conf'), server + '-server', verbose=True))
