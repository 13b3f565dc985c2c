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

package com.chatbotkit.springai;

import java.util.List;

import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for whole streams and answers as other servers and gateways of the format write
 * them. A blank separates the chunks of a stream.
 */
class OtherServersTests extends AbstractChatModelTests {

	private final ChatBotKitChatOptions options = ChatBotKitChatOptions.builder()
		.bot("b1")
		.toolCallbacks(new QuietTool("weather", "Tells"), new QuietTool("time", "Tells"))
		.build();

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					azure's filter results      | {"choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false}}}]} {"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}]} {"choices":[{"content_filter_results":{"hate":{"filtered":false}},"delta":{"content":"One"},"index":0}]} {"choices":[{"content_filter_offsets":{"check_offset":44},"content_filter_results":{"hate":{"filtered":false}},"finish_reason":null,"index":0}]} {"choices":[{"delta":{},"finish_reason":"stop","index":0}]} | One
					azure's context             | {"choices":[{"index":0,"delta":{"role":"assistant","context":{"citations":[{"content":"x"}],"intent":"y"}},"end_turn":false,"finish_reason":null}]} {"choices":[{"index":0,"delta":{"content":"One"},"end_turn":false}]} {"choices":[{"index":0,"delta":{},"end_turn":true,"finish_reason":"stop"}]} | One
					perplexity's whole messages | {"choices":[{"index":0,"finish_reason":null,"message":{"role":"assistant","content":"One"},"delta":{"role":"assistant","content":"One"}}],"citations":["x"]} {"choices":[{"index":0,"finish_reason":null,"message":{"role":"assistant","content":"One,two"},"delta":{"role":"assistant","content":",two"}}]} {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"One,two"},"delta":{"role":"assistant","content":""}}]} | One,two
					minimax's last message      | {"choices":[{"index":0,"delta":{"content":"One","role":"assistant"}}],"object":"chat.completion.chunk"} {"choices":[{"finish_reason":"stop","index":0,"delta":{"content":",two","role":"assistant"}}]} {"choices":[{"finish_reason":"stop","index":0,"message":{"content":"One,two","role":"assistant"}}],"object":"chat.completion","usage":{"total_tokens":5},"base_resp":{"status_code":0,"status_msg":""}} | One,two
					together's text             | {"choices":[{"index":0,"text":"One","logprobs":null,"finish_reason":null,"delta":{"token_id":5,"role":"assistant","content":"One","tool_calls":null}}],"usage":null} {"choices":[{"index":0,"text":",two","finish_reason":"eos","delta":{"token_id":6,"role":"assistant","content":",two"}}],"usage":{"prompt_tokens":1}} | One,two
					snowflake's content list    | {"choices":[{"delta":{"type":"text","content":"One","content_list":[{"type":"text","text":"One"}],"text":"One"}}],"usage":{}} {"choices":[{"delta":{},"finish_reason":"stop"}]} | One
					deepseek's thoughts         | {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"Hm"}}]} {"choices":[{"index":0,"delta":{"content":"One","reasoning_content":null}}]} {"choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"finish_reason":"stop"}],"usage":{"prompt_tokens_details":{"cached_tokens":0}}} | One
					mistral's thoughts          | {"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}]},"finish_reason":null}]} {"choices":[{"index":0,"delta":{"content":"One"},"finish_reason":null}]} {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"p":"abc"} | One
					groq's own member           | {"x_groq":{"id":"req_1"},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]} {"choices":[{"index":0,"delta":{"content":"One"}}]} {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0.1,"prompt_tokens":1}}} | One
					moonshot's usage            | {"choices":[{"index":0,"delta":{"content":"One"},"finish_reason":null}]} {"choices":[{"index":0,"finish_reason":"stop","usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}]} | One
					litellm's nulls             | {"choices":[{"index":0,"delta":{"provider_specific_fields":null,"refusal":null,"content":"One","role":"assistant","function_call":null,"tool_calls":null,"audio":null},"logprobs":null,"finish_reason":null}],"provider_specific_fields":null} {"choices":[{"index":0,"delta":{"provider_specific_fields":null,"content":null,"role":null,"function_call":null,"tool_calls":null},"finish_reason":"stop"}]} | One
					vllm's usage of each chunk  | {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"prompt_token_ids":[1],"token_ids":null}],"usage":{"prompt_tokens":9,"total_tokens":9,"completion_tokens":0},"prompt_token_ids":[1]} {"choices":[{"index":0,"delta":{"content":"One"},"stop_reason":null,"token_ids":[2]}],"usage":{"prompt_tokens":9,"total_tokens":10}} {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","stop_reason":2}]} {"choices":[],"usage":{"prompt_tokens":9,"total_tokens":10,"completion_tokens":1}} | One
					llama.cpp's timings         | {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}]} {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"One"}}]} {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"timings":{"prompt_n":1},"__verbose":{"content":"One"}} | One
					openai's obfuscation        | {"choices":[{"index":0,"delta":{"content":"One"},"finish_reason":null}],"service_tier":"default","usage":null,"obfuscation":"x1"} {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null,"obfuscation":"x2"} | One
					openrouter's processing     | {"provider":"X","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm","reasoning_details":[{"type":"reasoning.text","text":"Hm"}]},"finish_reason":null,"native_finish_reason":null}]} {"choices":[{"index":0,"delta":{"role":"assistant","content":"One","reasoning":null},"finish_reason":"stop","native_finish_reason":"end_turn"}]} {"choices":[],"usage":{"prompt_tokens":1,"cost":0.1}} | One
					gemini's parts              | {"choices":[{"delta":{"content":"One","role":"assistant","extra_content":{"google":{"thought":false}}},"index":0}],"usage":{"prompt_tokens":1}} {"choices":[{"delta":{"role":"assistant"},"finish_reason":"stop","index":0}]} | One
					a ping of another format    | {"type":"ping"} {"choices":[{"delta":{"content":"One"},"finish_reason":"stop"}]} {"type":"ping","cost":"0"} | One
					php's empty objects         | {"choices":[{"index":0,"delta":{"content":"One"},"logprobs":[],"finish_reason":null}],"usage":[],"error":[]} {"choices":[{"index":0,"delta":[],"finish_reason":"stop"}],"error":[]} | One
					a reason on each chunk      | {"choices":[{"index":0,"delta":{"content":"One"},"finish_reason":"stop"}]} {"choices":[{"index":0,"delta":{"content":",two"},"finish_reason":"stop"}]} | One,two
					""")
	void text(String server, String chunks, String text) {
		this.server.next(stream(chunks));
		assertThat(streamed().stream().map((response) -> response.getResult().getOutput().getText()).toList())
			.satisfies((texts) -> assertThat(String.join("", texts)).isEqualTo(text));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					gemini without an index     | {"choices":[{"delta":{"role":"assistant","tool_calls":[{"extra_content":{"google":{"thought_signature":"x"}},"function":{"arguments":"{\\"x\\":1}","name":"weather"},"id":"function-call-1","type":"function"}]},"index":0}]} {"choices":[{"delta":{"role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"time"},"id":"","type":"function"}]},"finish_reason":"tool_calls","index":0}]} | weather{"x":1} time{}
					gemini, index 0 for each    | {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","function":{"arguments":"{\\"x\\":1}","name":"weather"},"type":"function"}]},"index":0}]} {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","function":{"arguments":"{\\"x\\":1}","name":"weather"},"type":"function"}]},"finish_reason":"tool_calls","index":0}]} | weather{"x":1} weather{"x":1}
					ollama                      | {"choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"call_1","index":0,"type":"function","function":{"name":"weather","arguments":"{}"}},{"id":"call_2","index":0,"type":"function","function":{"name":"weather","arguments":"{}"}}]},"finish_reason":null}]} {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"tool_calls"}]} | weather{} weather{}
					qwen's empty ids            | {"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}],"role":"assistant"},"index":0}]} {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","type":"function","function":{"name":"","arguments":"{\\"x\\":"}}]},"index":0}]} {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","type":"function","function":{"name":null,"arguments":"1}"}}]},"index":0}]} {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":null},"index":0,"id":"","type":"function"}]},"finish_reason":"tool_calls","index":0}]} | weather{"x":1}
					vllm's empty last fragment  | {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"chatcmpl-tool-1","type":"function","index":0,"function":{"name":"weather"}}]}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"x\\": "}}]}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":""}}]},"finish_reason":"tool_calls","stop_reason":null}]} | weather{"x": 1}
					mistral's ids               | {"choices":[{"index":0,"delta":{"content":"","tool_calls":[{"id":"null","function":{"name":"weather","arguments":"{}"},"index":0},{"id":"null","function":{"name":"time","arguments":{}},"index":1}]},"finish_reason":"tool_calls"}]} | weather{} time{}
					anthropic behind a gateway  | {"choices":[{"index":0,"delta":{"content":"One"}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"toolu_1","type":"function","function":{"name":"weather","arguments":""}}]}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":""}}]}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{\\"x\\""}}]}}]} {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":":1}"}}]}}]} {"choices":[{"index":0,"delta":{},"finish_reason":"tool_use"}]} | weather{"x":1}
					cloudflare's flat calls     | {"choices":[{"index":0,"delta":{"tool_calls":[{"name":"weather","arguments":{"x":1}}]}}]} {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"response":"","usage":{"prompt_tokens":1}} | weather{"x":1}
					a snapshot at the end       | {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"weather","arguments":"{}"}}]}}]} {"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]} | weather{}
					two reasons                 | {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]} {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]} | weather{}
					""")
	void toolCalls(String server, String chunks, String calls) {
		this.server.next(stream(chunks));
		List<ChatResponse> responses = streamed();
		assertThat(responses.get(responses.size() - 1).getResult().getOutput().getToolCalls())
			.satisfies((read) -> assertThat(
					String.join(" ", read.stream().map((call) -> call.name() + call.arguments()).toList()))
				.isEqualTo(calls))
			.extracting(AssistantMessage.ToolCall::id)
			.doesNotContain("")
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					openrouter, in the stream   | {"id":"x","provider":"X","error":{"code":"server_error","message":"Provider gone"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]} | Provider gone
					openrouter, in the choice   | {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"Provider gone"}}]} | Provider gone
					litellm                     | {"error":{"message":"Provider gone","type":"None","param":"None","code":"500"}} | Provider gone
					vllm, older                 | {"object":"error","message":"Provider gone","type":"BadRequestError","param":null,"code":400} | Provider gone
					vllm                        | {"error":{"object":"error","message":"Provider gone","type":"BadRequestError","code":400}} | Provider gone
					a list of errors            | {"error":[{"code":503,"message":"Provider gone"}]} | Provider gone
					mistral                     | {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]} | finish_reason
					""")
	void errors(String server, String chunk, String words) {
		this.server.next(stream("{\"choices\":[{\"delta\":{\"content\":\"One\"}}]} " + chunk
				+ " {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"));
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(this::streamed)
			.withMessageContaining(words);
		this.server.next(WireServer.json(chunk));
		assertThatExceptionOfType(ChatBotKitTransientException.class)
			.isThrownBy(() -> this.model.call(new Prompt("Hi", this.options)))
			.withMessageContaining(words);
	}

	private List<ChatResponse> streamed() {
		return this.model.stream(new Prompt("Hi", this.options)).collectList().block();
	}

	private static WireServer.Script stream(String chunks) {
		return WireServer.events(
				": comment\n\ndata: " + chunks.replace("} {\"", "}\n\n: ping\n\ndata: {\"") + "\n\ndata: [DONE]\n\n");
	}

}
