using System.Buffers;
using System.Net.Http.Headers;

namespace PresignedMultipart.Remote.Calls;

/// <summary>Reads an answer whole, up to a bound: a back end's answers are small, and what is not is no answer of its.</summary>
internal static class BoundedBody
{
    /// <summary>10,000 parts as Companion lists them, with checksums, are about 3 MiB.</summary>
    public const int MaxLength = 8 << 20;

    private const int BlockLength = 16 << 10;

    public static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxLength)
        {
            throw TooLong();
        }

        using Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var copy = new MemoryStream();
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            int read;
            while ((read = await body.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (copy.Length + read > MaxLength)
                {
                    throw TooLong();
                }

                copy.Write(block, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return copy.ToArray();
    }

    /// <summary>The same answer with its body in memory.</summary>
    public static async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        HttpContentHeaders headers = response.Content.Headers;
        var buffered = new ByteArrayContent(await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false));
        foreach (KeyValuePair<string, HeaderStringValues> header in headers.NonValidated)
        {
            buffered.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = buffered;
    }

    private static HttpRequestException TooLong() =>
        new(HttpRequestError.ConfigurationLimitExceeded, $"The answer is longer than {MaxLength >> 20} MiB, so it is none of a back end's.");
}
