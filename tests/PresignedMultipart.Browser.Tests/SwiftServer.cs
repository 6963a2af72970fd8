namespace PresignedMultipart.Browser.Tests;

/// <summary>Its s3api answers 501 NotImplemented to the CORS of a bucket; which pages may use it stands in its configuration.</summary>
public sealed class SwiftServer() : RealServer("swift", hasCorsOfBuckets: false);
