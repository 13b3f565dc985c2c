/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.api.netty;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.Requests;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A server may send any frames over HTTP/2, and as many as it likes: what is not HTTP/2,
 * or has no end, is a failure with words, and the next request is answered.
 */
@Timeout(120)
class HostileHttp2Tests {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int WINDOW_UPDATE = 8;

	private static final int CONTINUATION = 9;

	private static final int END_HEADERS = 4;

	/** A header block: the status 103, as a literal. */
	private static final byte[] EARLY_HINTS = { 0x08, 3, '1', '0', '3' };

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}""";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"
			+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	@TempDir
	private static Path folder;

	private final NettyConnections connections = new NettyConnections(100, null, true);

	private final AtomicInteger asked = new AtomicInteger();

	private volatile boolean stream;

	private Http2Server server;

	@BeforeEach
	void start() throws Exception {
		this.server = new Http2Server(folder, true, 100, this::answer);
	}

	@AfterEach
	void close() {
		this.connections.close();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNoHttp2EndsWithWords(Broken broken) {
		for (boolean streamed : new boolean[] { false, true }) {
			Throwable thrown = catchThrowable(() -> ask(streamed, broken::play));
			assertThat(thrown).isInstanceOf(ChatBotKitRequestException.class);
			assertThat(((ChatBotKitRequestException) thrown).getFailure().code()).isIn("CONNECTION_LOST",
					"ANSWER_TOO_LARGE", "REQUEST_FAILED", "UNEXPECTED_CONTENT");
			int before = this.asked.get();
			assertThat(ask(streamed, (exchange) -> {
			})).isEqualTo("x");
			assertThat(this.asked).hasValue(before + 1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatIsOnlyTooMuchIsPassedBy(Noise noise) {
		for (boolean streamed : new boolean[] { false, true }) {
			assertThat(ask(streamed, noise::play)).isEqualTo("x");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1_000 })
	void interimResponsesAreSkipped(int times) {
		for (boolean streamed : new boolean[] { false, true }) {
			assertThat(ask(streamed,
					(exchange) -> repeat(exchange, times, HEADERS, END_HEADERS, exchange.streamId(), EARLY_HINTS)))
				.isEqualTo("x");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void oneInterimResponseMoreIsAFailure(boolean streamed) {
		assertThat(catchThrowable(() -> ask(streamed,
				(exchange) -> repeat(exchange, 1_001, HEADERS, END_HEADERS, exchange.streamId(), EARLY_HINTS))))
			.hasMessageContaining("ANSWER_TOO_LARGE");
	}

	private String ask(boolean streamed, Http2Server.Script before) {
		this.stream = streamed;
		this.server.script = (exchange) -> {
			// Before the first byte, after which the client may have gone on.
			this.asked.incrementAndGet();
			before.play(exchange);
			answer(exchange);
		};
		ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.connector(Http2Tests.trusting(this.connections))
			.build();
		Flux<ChatCompletion> answer = streamed ? api.chatCompletionStream(Requests.toBot())
				: api.chatCompletion(Requests.toBot()).flux();
		ChatCompletion first = answer.collectList().block(Duration.ofSeconds(60)).get(0);
		return first.toString().contains("x") ? "x" : first.toString();
	}

	private void answer(Http2Server.Exchange exchange) {
		exchange.answer(this.stream ? "text/event-stream" : "application/json", this.stream ? STREAM : ANSWER);
	}

	private static ByteBuf frame(int type, int flags, int stream, byte... payload) {
		return Unpooled.buffer(9 + payload.length)
			.writeMedium(payload.length)
			.writeByte(type)
			.writeByte(flags)
			.writeInt(stream)
			.writeBytes(payload);
	}

	private static void repeat(Http2Server.Exchange exchange, int times, int type, int flags, int stream,
			byte... payload) {
		ByteBuf all = Unpooled.buffer((9 + payload.length) * times);
		for (int i = 0; i < times; i++) {
			all.writeBytes(frame(type, flags, stream, payload));
		}
		exchange.raw(all);
	}

	/** A header block: the status 200, then other bytes. */
	private static byte[] block(byte... more) {
		byte[] block = new byte[more.length + 1];
		block[0] = (byte) 0x88;
		System.arraycopy(more, 0, block, 1, more.length);
		return block;
	}

	/** A field of four kilobytes, and references to it in one byte each. */
	private static byte[] references(int times) {
		ByteBuf block = Unpooled.buffer()
			.writeBytes(new byte[] { 0x40, 1, 'a', 0x7f, (byte) 0xa1, 0x1e })
			.writeBytes("b".repeat(4_000).getBytes(StandardCharsets.US_ASCII));
		for (int i = 0; i < times; i++) {
			block.writeByte(0xbe);
		}
		byte[] bytes = new byte[block.readableBytes()];
		block.readBytes(bytes);
		return bytes;
	}

	/**
	 * What ends the exchange.
	 */
	enum Broken {

		HEADERS_WITHOUT_END {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(HEADERS, 0, exchange.streamId(), block()));
				repeat(exchange, 200, CONTINUATION, 0, exchange.streamId(), new byte[10_000]);
			}
		},

		EMPTY_CONTINUATIONS_WITHOUT_END {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(HEADERS, 0, exchange.streamId(), block()));
				repeat(exchange, 100_000, CONTINUATION, 0, exchange.streamId());
			}
		},

		HEADERS_THAT_GROW {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(HEADERS, END_HEADERS, exchange.streamId(), block(references(4_000))));
			}
		},

		HEADERS_THAT_CANNOT_BE_READ {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(HEADERS, END_HEADERS, exchange.streamId(), block((byte) 0xff, (byte) 0xff)));
			}
		},

		INTERIM_HEADERS_WITHOUT_END {
			@Override
			void play(Http2Server.Exchange exchange) {
				repeat(exchange, 20_000, HEADERS, END_HEADERS, exchange.streamId(), EARLY_HINTS);
			}
		},

		EMPTY_DATA_WITHOUT_END {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.head("text/event-stream");
				repeat(exchange, 100_000, DATA, 0, exchange.streamId());
			}
		},

		DATA_OF_NO_STREAM {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(DATA, 0, 0, (byte) 'x'));
			}
		},

		DATA_OF_A_STREAM_THAT_NEVER_WAS {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(DATA, 0, 9_999, (byte) 'x'));
			}
		},

		A_FRAME_THAT_IS_TOO_LARGE {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(DATA, 0, exchange.streamId(), new byte[100_000]));
			}
		},

		A_WINDOW_THAT_OVERFLOWS {
			@Override
			void play(Http2Server.Exchange exchange) {
				repeat(exchange, 2, WINDOW_UPDATE, 0, 0, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff);
			}
		},

		SETTINGS_OF_A_WRONG_SIZE {
			@Override
			void play(Http2Server.Exchange exchange) {
				exchange.raw(frame(SETTINGS, 0, 0, (byte) 1));
			}
		};

		abstract void play(Http2Server.Exchange exchange);

	}

	/**
	 * What comes before an answer.
	 */
	enum Noise {

		PINGS(PING, 0, new byte[8]),

		ANSWERS_TO_NO_PING(PING, 1, new byte[8]),

		SETTINGS_AGAIN(SETTINGS, 0),

		WINDOW_UPDATES(WINDOW_UPDATE, 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1),

		FRAMES_THAT_NOBODY_KNOWS(0xbb, 0, new byte[100]);

		private final int type;

		private final int flags;

		private final byte[] payload;

		Noise(int type, int flags, byte... payload) {
			this.type = type;
			this.flags = flags;
			this.payload = payload;
		}

		void play(Http2Server.Exchange exchange) {
			repeat(exchange, 5_000, this.type, this.flags, 0, this.payload);
		}

	}

}
