"""A line with delay and loss between two addresses of this machine, for kernels without tc's netem.

    line.py SERVER-PORT DELAY-MS LOSS-PERCENT

Packets to 10.9.0.2 leave by a TUN device and come back by it, after the delay and with both addresses exchanged, as if 10.9.0.2 had sent them
to 10.9.0.1; some never come back. So both ends of a connection are the kernel's own TCP. What connects to 10.9.0.2 is passed on to the same port of
127.0.0.1. On SIGTERM it prints how many packets passed and were lost.
"""
import asyncio, fcntl, os, random, signal, struct, subprocess, sys

HERE, THERE = "10.9.0.1", "10.9.0.2"
port, delay, loss = int(sys.argv[1]), float(sys.argv[2]) / 1000, float(sys.argv[3]) / 100
passed = lost = 0
chance = random.Random(1)


def open_tun():
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    IFF_TUN, IFF_NO_PI, TUNSETIFF = 0x0001, 0x1000, 0x400454CA
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"slow0", IFF_TUN | IFF_NO_PI))
    for command in (f"addr add {HERE} peer {THERE} dev slow0", "link set slow0 mtu 1500 txqueuelen 10000 up"):
        subprocess.run(["ip", *command.split()], check=True)
    return tun


def reflect(loop, tun):
    global passed, lost
    while True:
        try:
            packet = os.read(tun, 65536)
        except BlockingIOError:
            return
        if packet[0] >> 4 != 4:
            continue
        if chance.random() < loss:
            lost += 1
            continue
        passed += 1
        # The sums in the headers stay right, as they do not depend on the order of the addresses.
        loop.call_later(delay, os.write, tun, packet[:12] + packet[16:20] + packet[12:16] + packet[20:])


async def copy(reader, writer):
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.transport.abort()


async def serve(reader, writer):
    server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(copy(reader, server_writer), copy(server_reader, writer))
    server_writer.close()
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    tun = open_tun()
    loop.add_reader(tun, reflect, loop, tun)
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await asyncio.start_server(serve, HERE, port)
    print("ready", flush=True)
    await ended.wait()
    print(f"{passed} packets passed, {lost} lost", flush=True)


asyncio.run(main())
