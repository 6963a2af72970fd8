using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Authentication;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Faults;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>
/// Brings a request's body from the connection to where it is kept: faults, aws-chunked form and sums are stations on the way, and nothing is
/// held but the piece that passes.
/// </summary>
internal sealed class BodyReceiver(HttpRequest request, S3TestRequest log, FaultPlan plan, TimeProvider clock)
{
    /// <summary>Whether the body has been read, by the operation or for nothing.</summary>
    public bool IsReceived { get; private set; }

    /// <summary>Reads the body and checks every sum that was declared for it.</summary>
    /// <param name="store">Where it goes.</param>
    /// <param name="signature">Who signed; <see langword="null"/> is nobody.</param>
    /// <param name="declared">The checksum that the headers declare for the body.</param>
    /// <param name="wanted">An algorithm to compute whether it is declared or not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="S3Error">A sum is wrong, or the form of the body is.</exception>
    public async Task<ReceivedBody> ReceiveAsync(
        IBodySink store, VerifiedSignature? signature, ChecksumHeaders? declared, ChecksumAlgorithm? wanted, CancellationToken cancellationToken)
    {
        PayloadDeclaration payload = signature is null ? PayloadDeclaration.Unsigned : PayloadDeclaration.Parse(signature.Claim.PayloadHash);
        byte[]? expectedMd5 = ReadContentMd5();
        IEnumerable<ChecksumAlgorithm> algorithms = new[] { declared?.Algorithm, wanted }.OfType<ChecksumAlgorithm>().Distinct();

        using var digests = new DigestingSink(store, payload.Sha256 is not null, algorithms);
        using AwsChunkedDecoder? decoder = payload.IsChunked ? new AwsChunkedDecoder(digests, payload, signature) : null;
        await PumpAsync((IBodySink?)decoder ?? digests, cancellationToken).ConfigureAwait(false);

        if (decoder is not null)
        {
            decoder.ThrowIfIncomplete();
            CheckDecodedLength(digests.Length);
            declared = WithTrailer(declared, decoder);
        }

        if (payload.Sha256 is not null)
        {
            CheckSha256(payload.Sha256, digests.FinishSha256()!);
        }

        byte[] md5 = digests.FinishMd5();
        if (expectedMd5 is not null && !md5.AsSpan().SequenceEqual(expectedMd5))
        {
            throw ChecksumErrors.WrongMd5(Convert.ToBase64String(expectedMd5), Convert.ToBase64String(md5));
        }

        IReadOnlyDictionary<ChecksumAlgorithm, byte[]> checksums = digests.FinishChecksums();
        if (declared?.Value is { } expected && !expected.AsSpan().SequenceEqual(checksums[declared.Algorithm]))
        {
            throw ChecksumErrors.WrongChecksum(declared.Algorithm.Name);
        }

        return new ReceivedBody(digests.Length, md5, checksums);
    }

    /// <summary>Reads a body that nobody wants.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => PumpAsync(NullSink.Instance, cancellationToken);

    private static void CheckSha256(string expected, byte[] computed)
    {
        string hex = Hex.Lower(computed);
        if (!string.Equals(expected, hex, StringComparison.OrdinalIgnoreCase))
        {
            throw ChecksumErrors.WrongContentSha256(expected, hex);
        }
    }

    private static ChecksumHeaders? WithTrailer(ChecksumHeaders? declared, AwsChunkedDecoder decoder)
    {
        if (declared is not { Value: null })
        {
            return declared;
        }

        return decoder.Trailers.TryGetValue(declared.Algorithm.HeaderName, out string? value)
            ? declared with { Value = declared.Algorithm.ParseValue(value) }
            : throw new S3Error(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");
    }

    private async Task PumpAsync(IBodySink sink, CancellationToken cancellationToken)
    {
        IsReceived = true;
        if (FaultySink.IsNeededFor(plan))
        {
            sink = new FaultySink(sink, plan, clock);

            // A fault at byte 0 is due before the first read, which is also what asks for the body with Expect: 100-continue.
            await sink.WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        }

        PipeReader reader = request.BodyReader;
        ReadResult result;
        do
        {
            result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                foreach (ReadOnlyMemory<byte> piece in result.Buffer)
                {
                    log.AddBytesReceived(piece.Length);
                    await sink.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        while (!result.IsCompleted);

        if (plan.Outcome is FaultOutcome.Reset { Moment: FaultMoment.WithinBody or FaultMoment.AfterBody }
            or FaultOutcome.Answer { Moment: FaultMoment.AfterBody })
        {
            throw new FaultStrike(plan.Outcome);
        }
    }

    private byte[]? ReadContentMd5()
    {
        if (!request.Headers.TryGetValue("Content-MD5", out var sent))
        {
            return null;
        }

        byte[] md5 = new byte[MD5.HashSizeInBytes];
        return Convert.TryFromBase64String(sent.ToString(), md5, out int length) && length == md5.Length
            ? md5
            : throw ChecksumErrors.InvalidMd5(sent.ToString());
    }

    private void CheckDecodedLength(long length)
    {
        string declared = request.Headers["x-amz-decoded-content-length"].ToString();
        if (declared != length.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw declared.Length == 0 ? S3Errors.MissingContentLength() : S3Errors.IncompleteBody();
        }
    }
}
