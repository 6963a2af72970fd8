namespace PresignedMultipart.Browser.Tests;

public sealed class CephServer() : RealServer("ceph", hasCorsOfBuckets: true);
