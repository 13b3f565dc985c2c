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

package com.chatbotkit.reliability;

import java.util.Arrays;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application whose agent holds a thread for 200 ms, as one does whose tools ask a
 * database: {@code <SERVLET or REACTIVE> <property>…}. Prints its port.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServedAgent {

	static final String KEY = "sk-0123456789abcdef0123456789abcdef";

	static final long MILLIS = 200;

	public static void main(String[] args) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ServedAgent.class)
			.web(WebApplicationType.valueOf(args[0]))
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.ai.model.chat=none", "spring.ai.chatbotkit.server.keys.load.secret=" + KEY)
			.properties(Arrays.copyOfRange(args, 1, args.length))
			.run();
		System.out.println("port " + ((WebServerApplicationContext) context).getWebServer().getPort());
	}

	@Bean
	ChatClient agent() {
		return ChatClient.create(new SleepingModel());
	}

	/**
	 * Answers after a while in which its thread does nothing else.
	 */
	private static final class SleepingModel implements ChatModel {

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			sleep();
			return new ChatResponse(List.of(new Generation(new AssistantMessage("Here I am."))));
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.defer(() -> Flux.just(call(prompt)));
		}

		private static void sleep() {
			try {
				Thread.sleep(MILLIS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("The caller has gone", ex);
			}
		}

	}

}
