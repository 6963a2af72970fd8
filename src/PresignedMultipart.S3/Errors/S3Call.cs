using System.Net.Sockets;
using System.Xml;
using Amazon.Runtime;

namespace PresignedMultipart.S3.Errors;

/// <summary>Makes one call of the SDK and reports its failure in the library's words.</summary>
internal static class S3Call
{
    /// <param name="operation">The call in S3's word, for example <c>CompleteMultipartUpload</c>.</param>
    /// <param name="target">What it is about, for example <c>s3://bucket/key</c>.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Tells a cancelled call from a failed one.</param>
    public static async Task<T> InvokeAsync<T>(string operation, string target, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && IsOfTheStorage(failure))
        {
            throw S3Failure.Describe(operation, target, failure);
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested && IsOfTheStorage(failure))
        {
            throw new OperationCanceledException($"{operation} of {target} was cancelled.", failure, cancellationToken);
        }
    }

    // An XmlException is an answer that breaks off: the SDK lets it through as it is. A SocketException it takes out of HttpClient's own.
    private static bool IsOfTheStorage(Exception failure) =>
        failure is AmazonServiceException or AmazonClientException or HttpRequestException or SocketException or IOException or TimeoutException or XmlException;
}
