using System.Runtime.CompilerServices;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Parts below 5 MiB, for servers that are told to take them: the package has no option for what S3 refuses.</summary>
internal static class SmallParts
{
    public static MultipartUploadOptions Options(int partSize)
    {
        var options = new MultipartUploadOptions { PartSize = partSize, SinglePutThreshold = 0 };
        SetMinPartSize(options, partSize);
        return options;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_MinPartSize")]
    private static extern void SetMinPartSize(MultipartUploadOptions options, long value);
}
