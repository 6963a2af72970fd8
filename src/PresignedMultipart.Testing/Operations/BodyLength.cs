using System.Globalization;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>What a body that is stored must say of its length before the first byte.</summary>
internal static class BodyLength
{
    /// <exception cref="S3Error">The length is missing, or more than 5 GiB.</exception>
    public static void ThrowIfUnfit(S3Call call)
    {
        bool decoded = call.Header("x-amz-decoded-content-length") is { } text
            & long.TryParse(call.Header("x-amz-decoded-content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        if (!decoded)
        {
            if (call.Request.ContentLength is null && call.Headers.TransferEncoding.Count > 0)
            {
                throw S3Errors.HeaderNotImplemented("Transfer-Encoding");
            }

            length = call.Request.ContentLength ?? throw S3Errors.MissingContentLength();
        }

        if (length > S3Limits.MaximumPartSize)
        {
            throw S3Errors.EntityTooLarge(length);
        }
    }
}
