using PresignedMultipart.Tests;

namespace PresignedMultipart.Remote.Tests;

public class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_reviewed() => PublicSurface.AssertUnchanged(typeof(RemotePresignedUrlProvider).Assembly);
}
