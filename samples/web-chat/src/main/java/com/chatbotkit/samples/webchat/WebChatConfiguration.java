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

package com.chatbotkit.samples.webchat;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Configures a longer chat memory, and threads that may block for it.
 */
@Configuration(proxyBeanMethods = false)
class WebChatConfiguration {

	/**
	 * Spring AI's default keeps 20 messages, which is too few for a history that users
	 * read.
	 */
	@Bean
	ChatMemory chatMemory(ChatMemoryRepository repository) {
		return new StorableMemory(
				MessageWindowChatMemory.builder().chatMemoryRepository(repository).maxMessages(100).build());
	}

	/**
	 * Runs controller methods that return neither Flux nor Mono outside of the event
	 * loops, because JDBC blocks.
	 */
	@Bean
	WebFluxConfigurer blockingMethods(AsyncTaskExecutor applicationTaskExecutor) {
		return new WebFluxConfigurer() {

			@Override
			public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
				configurer.setExecutor(applicationTaskExecutor);
			}

		};
	}

}
