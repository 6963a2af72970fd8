namespace PresignedMultipart.Browser.Tests;

public sealed class SwiftTests(Chromium chromium, SwiftServer server) : RealServerTests(chromium, server), IClassFixture<SwiftServer>;
