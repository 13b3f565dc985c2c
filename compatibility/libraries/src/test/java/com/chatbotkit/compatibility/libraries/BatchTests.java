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

package com.chatbotkit.compatibility.libraries;

import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.SkipListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Batch: a step whose processor asks a bot about each item.
 */
@SpringBootTest(properties = "spring.batch.job.enabled=false")
@EmulatedChatBotKit
class BatchTests {

	@Autowired
	private JobRepository repository;

	@Autowired
	private JobOperator operator;

	@Autowired
	private ChatClient.Builder chat;

	private String job = "questions";

	private final List<String> written = new ArrayList<>();

	private final List<String> skipped = new ArrayList<>();

	private ChatBotKitEmulator emulator;

	@BeforeEach
	void ofItsOwn(TestInfo test) {
		this.job = test.getDisplayName();
	}

	@Test
	void eachItemIsAsked() throws Exception {
		StepExecution step = run(step());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(this.written).containsExactly("Echo: bell", "Echo: lamp", "Echo: pump");
		assertThat(this.emulator).hasReceived(3);
	}

	@Test
	void theClientsOwnRetriesCountAsNoneOfTheStep() throws Exception {
		this.emulator.any().when("lamp").times(2).fail(Fault.serviceUnavailable());
		StepExecution step = run(step());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(step.getRollbackCount()).isZero();
		assertThat(this.written).containsExactly("Echo: bell", "Echo: lamp", "Echo: pump");
		assertThat(this.emulator).hasReceived(5);
	}

	@Test
	@SuppressWarnings("unchecked")
	void anItemThatFailsIsSkipped() throws Exception {
		this.emulator.any().when("lamp").fail(Fault.badRequest("No lamps, please"));
		SkipListener<String, String> listener = new SkipListener<>() {
			@Override
			public void onSkipInProcess(String item, Throwable failure) {
				BatchTests.this.skipped.add(item + ": " + failure.getMessage());
			}
		};
		StepExecution step = run(
				step().faultTolerant().skip(NonTransientAiException.class).skipLimit(1).skipListener(listener));
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(step.getProcessSkipCount()).isEqualTo(1);
		assertThat(this.written).containsExactly("Echo: bell", "Echo: pump");
		assertThat(this.skipped).singleElement().asString().startsWith("lamp: 400 ");
	}

	@Test
	void withoutASkipTheJobFails() throws Exception {
		this.emulator.any().when("lamp").fail(Fault.badRequest("No lamps, please"));
		StepExecution step = run(step());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(step.getFailureExceptions()).singleElement()
			.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("No lamps, please"));
	}

	private ChunkOrientedStepBuilder<String, String> step() {
		ChatClient client = this.chat.build();
		return new StepBuilder("ask", this.repository).<String, String>chunk(2)
			.reader(new ListItemReader<>(List.of("bell", "lamp", "pump")))
			.processor((item) -> client.prompt(item).call().content())
			.writer((answers) -> this.written.addAll(answers.getItems()));
	}

	private StepExecution run(ChunkOrientedStepBuilder<String, String> step) throws Exception {
		JobExecution execution = this.operator
			.start(new JobBuilder(this.job, this.repository).start(step.build()).build(), new JobParameters());
		return execution.getStepExecutions().iterator().next();
	}

}
