using System.Security.Cryptography;
using System.Text;
using PresignedMultipart.Testing.Authentication;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>The chain of signatures over the chunks of a body: each one is signed together with the one before it.</summary>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html.</remarks>
internal sealed class ChunkSignatures(VerifiedSignature signature) : IDisposable
{
    private static readonly string _emptyHash = Hex.Lower(SHA256.HashData([]));

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _previous = signature.Claim.Signature;

    public void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

    public void CheckChunk(string chunkSignature) => Check(
        $"AWS4-HMAC-SHA256-PAYLOAD\n{Prefix}\n{_emptyHash}\n{Hex.Lower(_hash.GetHashAndReset())}", chunkSignature);

    /// <param name="trailers">The trailing headers, each as name:value and a line feed.</param>
    /// <param name="trailerSignature">Their signature.</param>
    public void CheckTrailers(string trailers, string trailerSignature) => Check(
        $"AWS4-HMAC-SHA256-TRAILER\n{Prefix}\n{Hex.Lower(SHA256.HashData(Encoding.UTF8.GetBytes(trailers)))}", trailerSignature);

    public void Dispose() => _hash.Dispose();

    private string Prefix => $"{S3Time.ToBasic(signature.Claim.SignedAt)}\n{signature.Claim.Scope}\n{_previous}";

    private void Check(string stringToSign, string received)
    {
        if (!signature.Key.Verifies(stringToSign, received))
        {
            throw AccessErrors.WrongSignature(signature.Credentials.AccessKey);
        }

        _previous = received;
    }
}
