using Microsoft.Extensions.Logging;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Support;

/// <summary>What uploads share, around a provider, for what is tested without an uploader and sends no part.</summary>
internal static class ServicesFor
{
    public static UploadServices Provider(IPresignedUrlProvider provider, MultipartUploadOptions options, ILogger logger) =>
        new(new StrictProvider(provider), Http: null!, Bandwidth: null, options, new TransferGate(ConcurrencyController.Fixed(1), TimeProvider.System), TimeProvider.System, logger);
}
