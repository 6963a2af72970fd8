using System.Net.Sockets;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Makes the calls around the parts. While nobody can be reached they wait for the network or the storage to come back, as parts do: what
/// no connection was made for was not carried out, so to ask again does no harm.
/// </summary>
internal sealed class PatientCalls(UploadServices services, UploadTarget target)
{
    /// <param name="doing">The call, as an exception's message begins with it.</param>
    /// <param name="call">The call; its provider has repeated it by the time that it fails.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="isQuestion">Whether the call changes nothing, so that to make it again does no harm wherever the line broke.</param>
    public async Task<T> MakeAsync<T>(string doing, Func<Task<T>> call, CancellationToken cancellationToken, bool isQuestion = false)
    {
        var tries = new PartTries(services.Options, services.Gate.Contact);
        while (true)
        {
            tries.Begin();
            TimeSpan delay;
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (PresignedUrlProviderException refusal) when (IsUnconnected(refusal) || (isQuestion && refusal.StatusCode is null && PartRetry.IsTransient(refusal)))
            {
                if (!tries.TryAgain(new Attempt { SignerFailure = refusal }) || tries.Outage is not { } outage)
                {
                    throw;
                }

                delay = tries.Delay(refusal.RetryAfter);
                Log.CallWaitsForStorage(services.Logger, doing, target.Bucket, target.Key, outage, delay, refusal.Message);
            }

            await Task.Delay(delay, services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the call certainly reached nobody the last time that its provider made it.</summary>
    public static bool IsUnconnected(PresignedUrlProviderException refusal)
    {
        Exception? cause = refusal.StatusCode is null ? refusal.InnerException : null;
        while (cause is not (null
            or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            or SocketException
            {
                SocketErrorCode: SocketError.ConnectionRefused or SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown
                    or SocketError.HostDown or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData,
            }))
        {
            cause = cause.InnerException;
        }

        return cause is not null;
    }
}
