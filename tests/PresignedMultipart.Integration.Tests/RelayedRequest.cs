namespace PresignedMultipart.Integration.Tests;

/// <param name="Head">The first line and the headers, with the empty line after them.</param>
/// <param name="FirstLine">The method and the target.</param>
/// <param name="Length">Of the body, in bytes.</param>
internal sealed record RelayedRequest(string Head, string FirstLine, long Length);
