"""prepare.py DATA FIRST-PORT SERVERS...: checks that Swift can keep its data there and says on which port each server is."""

import os
import sys

from swift.common.ring import RingBuilder

data, first_port, servers = sys.argv[1], int(sys.argv[2]), sys.argv[3:]

try:
    os.setxattr(os.path.join(data, 'devices', 'one'), 'user.swift.check', b'x' * 2000)
except OSError as error:
    sys.exit('Swift keeps metadata in user extended attributes, which the file system of %s does not have (%s): '
             'set S3_SERVERS_HOME to a folder on another one' % (data, error))

for port, server in enumerate(servers, first_port):
    ring = RingBuilder(part_power=2, replicas=1, min_part_hours=0)
    ring.add_dev({'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'one', 'weight': 1})
    ring.rebalance()
    ring.get_ring().save(os.path.join(data, 'etc', server + '.ring.gz'))
