"""Starts a kernel by its name, asks it for kernel_info, prints the implementation, and ends it."""

import sys

from jupyter_client import KernelManager

manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=30)
    content = client.kernel_info(reply=True, timeout=10)["content"]
    print(f"{content['implementation']} {content['implementation_version']}, protocol {content['protocol_version']}")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
