using Microsoft.AspNetCore.Http;
using PresignedMultipart.AspNetCore.Uploads;

namespace PresignedMultipart.AspNetCore;

/// <summary>
/// Who may upload what. It is asked before anything is signed; without one every request is refused. Registered with
/// <c>AddUploadPolicy</c>, made anew for each request, so that it can use scoped services.
/// </summary>
public interface IUploadPolicy
{
    /// <summary>Decides on one upload: whether it may be, under which bucket and key, with which attributes, and how large.</summary>
    /// <param name="request">What the caller asks for. All of it is a wish, and none of it has been checked against a right.</param>
    /// <param name="cancellationToken">Cancelled when the caller goes away.</param>
    ValueTask<UploadDecision> DecideAsync(UploadRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Who the caller is: a ticket is good for the caller that it was given to and for nobody else. The default is the issuer and value of
    /// the user's name identifier (or <c>sub</c>) claim. <see langword="null"/> is an anonymous caller, whose tickets anybody can use who gets hold of them.
    /// </summary>
    /// <param name="context">A request with or without a ticket.</param>
    /// <exception cref="InvalidOperationException">The user is authenticated and has no such claim.</exception>
    string? GetSubject(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CallerIdentity.Of(context.User);
    }

    /// <summary>
    /// An upload was completed: the object stands. Called before the caller is told, and again when the caller asks again, so it must bear
    /// repetition; when it throws, the caller is told to ask again. A single PUT goes past the back end and is never reported here.
    /// </summary>
    /// <param name="upload">The upload, with what the storage said.</param>
    /// <param name="cancellationToken">Not cancelled when the caller goes away, because the object stands.</param>
    ValueTask OnCompletedAsync(FinishedUpload upload, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>An upload was aborted by its caller, or because it outgrew its length; its parts are deleted.</summary>
    /// <param name="upload">The upload, without an object.</param>
    /// <param name="cancellationToken">Not cancelled when the caller goes away.</param>
    ValueTask OnAbortedAsync(FinishedUpload upload, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
