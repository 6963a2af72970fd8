using PresignedMultipart.Tests;

namespace PresignedMultipart.AspNetCore.Tests;

public class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_changes_only_on_purpose() => PublicSurface.AssertUnchanged(typeof(IUploadPolicy).Assembly);
}
