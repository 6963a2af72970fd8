using System.Security.Cryptography;
using System.Text;
using PresignedMultipart.AspNetCore;

namespace Backend;

/// <summary>
/// A SAMPLE of what a policy has to decide, for a demonstration on one's own machine: anybody may upload anything. Decide in yours:
/// <list type="bullet">
/// <item>who may upload, and how much a day: <c>request.HttpContext.User</c> after <c>RequireAuthorization()</c> on the endpoints;</item>
/// <item>where to: a key that begins with what you know of the caller, so that nobody replaces or guesses another's object;</item>
/// <item>which types: <c>request.Target.ContentType</c>, which is only what the caller says;</item>
/// <item>how large: the length that <c>Allow</c> is given is kept.</item>
/// </list>
/// </summary>
internal sealed partial class SampleUploadPolicy(BackendStore store, ILogger<SampleUploadPolicy> logger) : IUploadPolicy
{
    private const long MaxLength = 5L << 30;
    private const int MaxNameBytes = 255;

    public ValueTask<UploadDecision> DecideAsync(UploadRequest request, CancellationToken cancellationToken)
    {
        // The name is for people. What keeps uploads apart, and their links from being guessed, are the 128 random bits before it.
        string name = (request.Target.Key ?? "").Split('/', '\\')[^1];
        bool usable = name is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes && !name.Any(char.IsControl);
        return ValueTask.FromResult(usable
            ? UploadDecision.Allow(request.ToTarget(store.Bucket, $"{DownloadLinks.Prefix}{RandomNumberGenerator.GetHexString(32, lowercase: true)}/{name}"), MaxLength)
            : UploadDecision.Refuse($"A file's name has 1 to {MaxNameBytes} bytes and no control characters.", StatusCodes.Status400BadRequest));
    }

    public ValueTask OnCompletedAsync(FinishedUpload upload, CancellationToken cancellationToken)
    {
        Stored(upload.Key, upload.Stored!.Length);
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "Stored {Key}, {Length} bytes")]
    private partial void Stored(string key, long? length);
}
