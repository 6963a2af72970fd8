using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PresignedMultipart.Throughput.Measuring;

/// <summary>
/// The CPU time of all children that have ended, user and system, to the microsecond. As one client runs at a time, and nothing else ends
/// meanwhile, a difference of two readings is exactly that client's, from its exec to its end.
/// </summary>
internal static partial class ChildCpu
{
    private const int Children = -1;

    public static TimeSpan Read()
    {
        if (GetResourceUsage(Children, out ResourceUsage usage) != 0)
        {
            throw new InvalidOperationException($"getrusage failed with errno {Marshal.GetLastPInvokeError()}.");
        }

        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    // getrusage(2), on 64 bits: two times of two words, then fourteen words.
    private struct ResourceUsage
    {
        public nint UserSeconds;
        public nint UserMicroseconds;
        public nint SystemSeconds;
        public nint SystemMicroseconds;
#pragma warning disable CS0169 // Room for what the kernel writes.
        private Rest _rest;
#pragma warning restore CS0169
    }

    [InlineArray(14)]
    private struct Rest
    {
        private nint _word;
    }
}
