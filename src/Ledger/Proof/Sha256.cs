using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Qingyuan.Ledger;

/// <summary>
/// SHA-256 without the set-up that the platform's one-shot call pays each time (measured for 65 bytes: 92 instead of
/// 433 ns): the same OpenSSL code that it calls, by its plain functions. Where they are not found it is the platform's.
/// </summary>
internal static partial class Sha256
{
    /// <summary>OpenSSL's SHA256_CTX is 112 bytes in every version that has these functions.</summary>
    private const int ContextBytes = 128;
    /// <summary>A call of so many bytes (about 2 µs) may hold up the collector; more go by the ordinary call.</summary>
    private const int QuickBytesMax = 4 << 10;
    /// <summary>OpenSSL 3, then 1.1: what the platform itself may have loaded.</summary>
    private static readonly string[] s_libraries = ["libcrypto.so.3", "libcrypto.so.1.1"];
    private static readonly Calls? s_calls = Calls.Find();

    /// <summary>SHA-256(prefix ‖ bytes).</summary>
    public static unsafe void Hash(byte prefix, ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        if (hash.Length < SHA256.HashSizeInBytes)
            throw new ArgumentException($"A hash has {SHA256.HashSizeInBytes} bytes.", nameof(hash));
        if (s_calls is not { } calls || bytes.Length > QuickBytesMax)
        {
            Slowly(prefix, bytes, hash);
            return;
        }
        byte* context = stackalloc byte[ContextBytes];
        fixed (byte* from = bytes, to = hash)
        {
            calls.Start(context);
            calls.Add(context, &prefix, 1);
            calls.Add(context, from, (nuint)bytes.Length);
            calls.End(to, context);
        }
    }

    private static void Slowly(byte prefix, ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        using var incremental = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        incremental.AppendData([prefix]);
        incremental.AppendData(bytes);
        incremental.GetHashAndReset(hash);
    }

    private sealed unsafe class Calls(nint start, nint add, nint end)
    {
        private readonly delegate* unmanaged[SuppressGCTransition]<byte*, int> _start =
            (delegate* unmanaged[SuppressGCTransition]<byte*, int>)start;
        private readonly delegate* unmanaged[SuppressGCTransition]<byte*, byte*, nuint, int> _add =
            (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, nuint, int>)add;
        private readonly delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int> _end =
            (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int>)end;

        public void Start(byte* context) => _start(context);
        public void Add(byte* context, byte* bytes, nuint count) => _add(context, bytes, count);
        public void End(byte* hash, byte* context) => _end(hash, context);

        /// <summary>Null = no library with these functions, or they do not give the hash that the platform gives.
        /// </summary>
        public static Calls? Find()
        {
            foreach (string name in s_libraries)
            {
                if (NativeLibrary.TryLoad(name, out nint library)
                    && NativeLibrary.TryGetExport(library, "SHA256_Init", out nint start)
                    && NativeLibrary.TryGetExport(library, "SHA256_Update", out nint add)
                    && NativeLibrary.TryGetExport(library, "SHA256_Final", out nint end)
                    && new Calls(start, add, end) is var calls && calls.AreRight())
                    return calls;
            }
            return null;
        }

        private bool AreRight()
        {
            byte[] probe = [.. Enumerable.Range(0, 200).Select(i => (byte)i)], hash = new byte[SHA256.HashSizeInBytes];
            byte* context = stackalloc byte[ContextBytes];
            fixed (byte* from = probe, to = hash)
            {
                Start(context);
                Add(context, from, 1);
                Add(context, from + 1, (nuint)probe.Length - 1);
                End(to, context);
            }
            return hash.AsSpan().SequenceEqual(SHA256.HashData(probe));
        }
    }
}
