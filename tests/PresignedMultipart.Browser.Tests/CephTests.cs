namespace PresignedMultipart.Browser.Tests;

public sealed class CephTests(Chromium chromium, CephServer server) : RealServerTests(chromium, server), IClassFixture<CephServer>;
