using PresignedMultipart.Tests;

namespace PresignedMultipart.Testing.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_changes_only_on_purpose() => PublicSurface.AssertUnchanged(typeof(S3TestServer).Assembly);
}
